"""What tests/mutation/run puts in, one after the other."""

import achievement_patches
import earn_patches
import lot_patches
import member_patches
import plan_patches
import program_patches
import return_patches
import spend_patches
import stage_patches
import storage_patches
import tier_patches
import tool_patches
import version_patches

PATCHES = (achievement_patches.PATCHES
           + earn_patches.PATCHES
           + lot_patches.PATCHES
           + member_patches.PATCHES
           + plan_patches.PATCHES
           + program_patches.PATCHES
           + return_patches.PATCHES
           + spend_patches.PATCHES
           + stage_patches.PATCHES
           + storage_patches.PATCHES
           + tier_patches.PATCHES
           + tool_patches.PATCHES
           + version_patches.PATCHES)
