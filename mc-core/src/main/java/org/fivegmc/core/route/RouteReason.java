package org.fivegmc.core.route;

/// Why a [RoutePlan] is what it is, as one sentence each.
public enum RouteReason {
    REGISTERED_AND_CAPABLE("the recipient is registered with a device that takes this message"),
    OFFLINE("the recipient uses RCS but is not registered now"),
    NOT_KEPT("the recipient is not registered now, and the sender does not want it kept"),
    OFFLINE_DEADLINE_PASSED("RCS did not reach the recipient before the deadline"),
    NO_CAPABLE_DEVICE("no registered device of the recipient takes this message"),
    NOT_CAPABLE_WHEN_SEEN(
            "no device of the recipient took this message when the recipient was last here"),
    NOT_ASKED_YET("what the recipient's devices take is not known yet"),
    LONG_AWAY("the recipient has not been seen for longer than capabilities are believed"),
    RCS_OFF("RCS is switched off for the recipient"),
    NOT_A_SUBSCRIBER("the recipient is not an RCS user of this center"),
    NOT_REACHED_BY_RCS("the recipient's devices refused the message over RCS"),
    FALLBACK_NOT_ALLOWED("the sender does not allow a fallback"),
    FALLBACK_OFF("fallback to SMS is switched off"),
    NO_GATEWAY("no gateway serves this number"),
    NOT_RENDERABLE("the content can't be turned into an SMS or an MMS"),
    REPORT_TO_STRANGER("reports only go to users of this center"),
    INVALID_NUMBER("the recipient's number is not valid"),
    FORBIDDEN_NUMBER("the policy forbids messages to this number"),
    MMS_REFUSED("the MMS gateway did not take the message");

    private final String sentence;

    RouteReason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
