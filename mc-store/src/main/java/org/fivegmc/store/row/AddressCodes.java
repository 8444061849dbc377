package org.fivegmc.store.row;

/// First octet of a stored address; part of the stored form.
///
/// An address is `1 number(8)`, `2 length(2) UTF-8` for a chatbot or `3 length(2) UTF-8` for a
/// group. No address is the beginning of another one.
public final class AddressCodes {

    public static final int MSISDN = 1;
    public static final int CHATBOT = 2;
    public static final int GROUP = 3;

    private AddressCodes() {}
}
