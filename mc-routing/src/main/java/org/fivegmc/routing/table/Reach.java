package org.fivegmc.routing.table;

/// How a recipient can be reached at the moment: the first column of the [FallbackTable].
public enum Reach {
    ONLINE("registered with a device that takes the message"),
    OFFLINE("user of RCS, not registered now"),
    OVERDUE("the same, and the operator's deadline for RCS has passed"),
    REFUSED("registered, and every device has refused the message"),
    UNSURE("registered, and what the devices take is not known yet"),
    NOT_CAPABLE("user whose devices do not take the message, or who does not use RCS any more"),
    NOT_RCS("valid number that is no user of this center"),
    NO_NUMBER("not a valid number"),
    BLOCKED("number that gets no messages at all");

    private final String sentence;

    Reach(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
