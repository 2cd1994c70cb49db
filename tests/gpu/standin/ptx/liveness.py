"""Which registers a stopped thread has to keep: those that are read later before they are written."""


def live_after(steps):
    """For each step, the registers read at some time after it.

    A step is (reads, writes, guarded, next): `next` are the indices of the steps that may follow it. A guarded
    step may leave its registers as they were.
    """
    before = [set() for _ in steps]
    after = [set() for _ in steps]
    changed = True
    while changed:
        changed = False
        for at in range(len(steps) - 1, -1, -1):
            reads, writes, guarded, following = steps[at]
            out = set().union(*(before[to] for to in following if to < len(steps)))
            into = reads | (out if guarded else out - writes)
            after[at] = out
            if into != before[at]:
                before[at], changed = into, True
    return after


def following(body, labels, targets, scopes):
    """For each statement, the indices of those that may follow it. `labels` maps (scope, name) to an index."""

    def find(name, scope):
        return next(labels[(at, name)] for at in scopes(scope) if (at, name) in labels)

    made = []
    for at, s in enumerate(body):
        to = [at + 1] if s.guard or s.op not in ("bra", "brx", "ret", "exit") else []
        if s.op == "bra":
            to.append(find(s.args[0], s.scope))
        elif s.op == "brx":
            to += [find(name, s.scope) for name in targets[s.args[1]]]
        made.append(to)
    return made
