package org.fivegmc.loadtest.handset;

import java.util.List;

/// How a REGISTER ended: every final status in order, a challenge included, for instance 401, 200.
public record Registration(List<Integer> statuses, Answer last) {
    public boolean succeeded() {
        return last.status() == 200;
    }
}
