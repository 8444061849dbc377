package org.fivegmc.core.storage;

import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;

/// What makes two submissions the same: recipient, sender and the sender's id of the message (RFC
/// 5438 section 6.3; never Contribution-ID). For a report it is what it says about which message,
/// so that the reports of several devices count once.
public record DedupKey(UserAddress recipient, UserAddress sender, String token) {

    public static DedupKey of(Submission s) {
        String token =
                switch (s.purpose()) {
                    case Purpose.Content() -> "m" + s.imdnId().value();
                    case Purpose.Report(var about, var kind) ->
                            "r" + Integer.toHexString(kind.bit()) + ":" + about.value();
                };
        return new DedupKey(s.recipient(), s.sender(), token);
    }
}
