package org.fivegmc.server.admin;

import java.time.Duration;
import java.util.Optional;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.UploadTokens;
import org.fivegmc.server.config.Units;
import org.fivegmc.server.http.TokenRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes tokens with which subscribers upload. Runs on virtual threads and waits for shard writers.
public final class TokenAdmin implements TokenRoutes.Tokens {

    private static final Logger LOG = LoggerFactory.getLogger("mc.admin");

    private final MessageCenter center;
    private final Optional<UploadTokens> tokens;

    /// @param tokens empty when the content server takes none, or there is no content server
    public TokenAdmin(MessageCenter center, Optional<UploadTokens> tokens) {
        this.center = center;
        this.tokens = tokens;
    }

    @Override
    public TokenRoutes.Outcome make(String msisdn, Optional<Duration> life) {
        if (tokens.isEmpty()) {
            return new TokenRoutes.Outcome.NotOffered(
                    "no uploads by token: content.listen is not set, or content.tokens is false");
        }
        UploadTokens maker = tokens.get();
        Duration longest = maker.longest();
        Duration usual =
                longest.compareTo(TokenRoutes.USUAL_LIFE) < 0 ? longest : TokenRoutes.USUAL_LIFE;
        Duration wanted = life.orElse(usual);
        if (wanted.compareTo(UploadTokens.SHORTEST) < 0 || wanted.compareTo(longest) > 0) {
            return new TokenRoutes.Outcome.WrongLife(
                    "ttl is not in "
                            + Units.text(UploadTokens.SHORTEST)
                            + ".."
                            + Units.text(longest)
                            + " (content.max-token-lifetime)");
        }
        Msisdn user = Msisdn.of(msisdn);
        if (CenterAdmin.await(center.subscriber(user)).isEmpty()) {
            return new TokenRoutes.Outcome.Unknown();
        }
        UploadTokens.Issued issued = maker.issue(user, wanted);
        LOG.info("a token for uploads of {} until {}", user.masked(), issued.until());
        return new TokenRoutes.Outcome.Made(
                new TokenRoutes.UploadToken(issued.token(), issued.until()));
    }
}
