package org.fivegmc.wire.imdn;

/// How interworking reports are spelt when written: the published texts and deployed clients differ
/// in the children of `status`, so an operator chooses. Both spellings are always read.
///
/// @param namespace namespace of the notification, its status and its children
/// @param sms local name of the child that says "went out as SMS"
/// @param mms local name of the child that says "went out as MMS"
/// @param error local name of the child that says "could not be interworked"
public record InterworkingNames(String namespace, String sms, String mms, String error) {
    private static final String NAMESPACE = "urn:oma:xml:cpm:imdn-extensions:1.0";

    /// `interworking-sms`: what clients look for.
    public static final InterworkingNames LONG =
            new InterworkingNames(
                    NAMESPACE, "interworking-sms", "interworking-mms", "interworking-error");

    /// Short `sms`, the other reading of the same text.
    public static final InterworkingNames SHORT =
            new InterworkingNames(NAMESPACE, "sms", "mms", "error");

    String child(Disposition disposition) {
        return switch (disposition) {
            case INTERWORKING_SMS -> sms;
            case INTERWORKING_MMS -> mms;
            default -> error;
        };
    }
}
