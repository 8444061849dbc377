package org.fivegmc.msrp.codec;

/// Methods that are told apart.
public enum MsrpMethod {
    SEND,
    REPORT,
    /// Any other; answered with 501.
    OTHER
}
