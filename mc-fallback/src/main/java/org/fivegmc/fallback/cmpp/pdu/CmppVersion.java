package org.fivegmc.fallback.cmpp.pdu;

/// What the versions of the protocol differ in: lengths, in octets.
public enum CmppVersion {
    /// 2.0.
    V20(0x20, 21, 1, 8),
    /// 3.0: longer numbers, with a type beside them; longer results; LinkID at the end.
    V30(0x30, 32, 4, 20);

    private final int code;
    private final int terminal;
    private final int result;
    private final int tail;

    CmppVersion(int code, int terminal, int result, int tail) {
        this.code = code;
        this.terminal = terminal;
        this.result = result;
        this.tail = tail;
    }

    /// The octet in CMPP_CONNECT: major version in the high half, minor in the low one.
    public int code() {
        return code;
    }

    /// Of a terminal's number; in 3.0 one octet with its type follows.
    public int terminal() {
        return terminal;
    }

    boolean terminalHasType() {
        return this == V30;
    }

    /// Of Status and Result.
    int result() {
        return result;
    }

    /// Of LinkID, or of what is reserved instead.
    int tail() {
        return tail;
    }
}
