"""Linked runs: commands of one frame that succeed or fail together."""

from collections import Counter

from values import NEVER, REFUSALS

RUN_COMMANDS = 64  # The most of one run.


def runs(frame):
    """Of the commands of a frame, each run and whether it is open."""
    run = []
    for command in frame:
        if run and command.kind == "tick":
            yield run, True
            run = []
        run.append(command)
        if not command.linked:
            yield run, False
            run = []
    if run:
        yield run, True


class LinkedRuns:
    """The part of a Ledger that is about them."""

    def apply_frame(self, commands, batch_time=None):
        """What was submitted together; returns the answers."""
        answers = []
        for run, is_open in runs(commands):
            if len(run) == 1 and not is_open:
                answers.append(self.apply(run[0], batch_time))
            else:
                answers += self.apply_run(run, is_open, batch_time)
        return answers

    def apply_run(self, commands, is_open, batch_time=None):
        answers = [self.sequenced(command) for command in commands]
        new = [answer for answer in answers if answer.first is None
               and answer.code is None]
        if not new:
            return answers
        self.journal.append((commands, is_open, batch_time))
        reasons = {}  # Sequence -> the least reason against its place.
        for place, answer in enumerate(answers):
            if answer in new:
                ends_open = is_open and answer is answers[-1]
                reasons[answer.sequence] = self.against_place(
                    answer.command, place, commands[0].member, ends_open)
                self.note_round(answer.command, is_linked=True)
        if not self.succeeds(answers, reasons, batch_time):
            self.fail(new, reasons, batch_time)
        for answer in new:
            self.count(answer.command)
        self.end_full_round()
        return answers

    def against_place(self, command, place, member, ends_open):
        """(the least reason against its place or None, whether it is carried)."""
        carried = self.must_be_carried(command, is_linked=True)
        if self.may_send(command) or carried or command.member in self.merged:
            return "not_permitted", carried
        if place >= RUN_COMMANDS:
            return "limit_reached", False
        if ends_open:
            return "linked_open", False
        return "linked_other_member" if command.member != member else None, False

    def succeeds(self, answers, reasons, batch_time):
        """Whether all do; if one fails nothing is left of any but its answer."""
        saved = (dict(self.members), Counter(self.system), self.clock,
                 self.currency, self.late, list(self.messages))
        member = answers[0].command.member
        self.events["linked run"] += 1
        for answer in answers:
            if not self.stands(answer, reasons, member, batch_time):
                (self.members, self.system, self.clock, self.currency,
                 self.late, self.messages) = saved
                self.events[f"linked run fails: {answer.code}"] += 1
                return False
        self.events["linked run succeeds"] += 1
        return True

    def stands(self, answer, reasons, member, batch_time):
        """Tries one command of a run; whether it does not fail."""
        if answer.code is not None:
            return False  # Not new.
        command, (reason, is_carried) = answer.command, reasons[answer.sequence]
        is_tried = command.member == member and member not in self.merged
        if is_tried or self.in_future(command, batch_time):
            self.execute(answer, batch_time)
            own = REFUSALS.index(answer.code) if answer.code in REFUSALS else NEVER
            if is_carried and own >= REFUSALS.index("reference_not_found"):
                own = NEVER
            if own < NEVER and (reason is None or own <= REFUSALS.index(reason)):
                return False
        if reason is None:
            return True
        answer.code, answer.unit = reason, self.unit_named(command)
        answer.of_nobody = False  # Unless its member is not open.
        return False

    def unit_named(self, command):
        """That of the answer to one that is not asked for reasons of its own."""
        if command.reward is not None:
            return None
        return self.program_of(command, command.member).unit_of(command)

    def fail(self, new, reasons, batch_time):
        """Answers the new commands of a run that failed, and moves clocks."""
        failed = [answer for answer in new if answer.code not in (None, "ok")]
        for answer in new:
            command = answer.command
            self.round_senders.discard(command.id)  # It is told at once.
            answer.delta = answer.net = answer.tier = 0
            if answer not in failed:
                answer.code = reasons[answer.sequence][0] or "linked_failed"
                answer.unit = self.unit_named(command)
            if self.in_future(command, batch_time):
                answer.code, answer.of_nobody = "time_in_future", True
                continue
            self.clock = max(self.clock, command.at)
            self.set_currency(command)
            if self.is_too_late(command, command.member):
                answer.code, answer.of_nobody = "too_late", True
                continue
            member = self.members.get(command.member)
            if command.member in self.merged:
                member = None  # It has no clock any more.
            if member is not None:
                self.move_clock(command, command.member)
            closed = member is None or member.closed is not None
            answer.of_nobody = closed or (answer in failed and answer.of_nobody)
            if not answer.of_nobody:
                answer.net = self.net(command.member, answer.unit)
            answer.tier = self.tier(command.member)
