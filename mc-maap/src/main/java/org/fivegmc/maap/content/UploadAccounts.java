package org.fivegmc.maap.content;

/// Who may upload.
@FunctionalInterface
public interface UploadAccounts {
    /// What is known of somebody.
    sealed interface Account {}

    /// @param number their telephone number in E.164, whatever they call themselves
    record Known(String number, String password) implements Account {}

    /// Somebody without a password, whom only a proxy or a token can vouch for.
    record WithoutPassword(String number) implements Account {}

    record Unknown() implements Account {}

    /// It can't be told now.
    record Unavailable() implements Account {}

    /// May block for a moment.
    ///
    /// @param identity a number, a SIP or tel URI, or `number@domain`, as the client writes it
    Account find(String identity);
}
