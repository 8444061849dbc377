package org.fivegmc.maap.content;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.file.FileXmlForm;

/// What the content server is told.
///
/// @param publicUrl what clients put in front of its paths, without a slash at the end; the address
///   it listens on when it is empty
/// @param tokenLife the longest life of a token for uploads; none are made or taken without
/// @param trusted peers whose `X-3GPP-Intended-Identity` is believed
/// @param uploads requests that bring octets at the same time
/// @param draftLifetime how long an interrupted upload can be resumed
/// @param refusedTypes media types, or `type/*`
/// @param brandedUrl whether the answer to an upload has a link for people without RCS
public record ContentSettings(
        HttpSettings http,
        Optional<URI> publicUrl,
        Digest digest,
        Optional<Duration> tokenLife,
        Predicate<InetAddress> trusted,
        long maxFile,
        long maxThumbnail,
        int uploads,
        Duration lifetime,
        Duration draftLifetime,
        Duration sweepInterval,
        List<String> refusedTypes,
        FileXmlForm form,
        boolean brandedUrl) {

    /// How uploaders are challenged.
    public record Digest(String realm, List<DigestAlgorithm> algorithms, Duration nonceLifetime) {
        public Digest {
            algorithms = List.copyOf(algorithms);
        }
    }

    public ContentSettings {
        refusedTypes = List.copyOf(refusedTypes);
    }
}
