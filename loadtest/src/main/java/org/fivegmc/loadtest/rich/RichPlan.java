package org.fivegmc.loadtest.rich;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.Secret;

/// Who plays where. Pair `n` are the users `firstUser + 2n`, who writes, and the next one.
///
/// @param uploads where files are uploaded; nothing for a server without a content server
/// @param most octets of the largest message or file
/// @param seed of the order of scenes, sizes and contents
public record RichPlan(
        InetSocketAddress server,
        Optional<URI> uploads,
        String domain,
        long firstUser,
        String password,
        int pairs,
        int most,
        long seed) {
    /// The number of a user, `+86138` and eight digits.
    public String number(int user) {
        return "+86138%08d".formatted(firstUser + user);
    }

    /// All of them.
    public int users() {
        return 2 * pairs;
    }

    Profile profile(int user) {
        String number = number(user);
        return Profile.of(
                number,
                number,
                domain,
                server,
                Profile.Transport.TCP,
                new Secret.Password(number + "@" + domain, password));
    }
}
