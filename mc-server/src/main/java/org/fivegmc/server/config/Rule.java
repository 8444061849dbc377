package org.fivegmc.server.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A condition between settings that are each fine alone.
///
/// @param name stands in the message and in the reference
/// @param blamed the setting whose line is shown
/// @param doc the condition as a sentence
/// @param violation what is wrong, or empty
record Rule(
        String name, Setting<?> blamed, String doc, Function<Values, Optional<String>> violation) {

    /// Retransmissions of a non-INVITE request end after this many T1 (RFC 3261 section 17.1.2.2,
    /// Timer F).
    static final int TIMER_F_IN_T1 = 64;

    static final List<Rule> ALL =
            List.of(
                    new Rule(
                            "http-token-required",
                            OperationsConfig.HTTP_TOKEN,
                            "`http.token` is set when `http.listen` is not a loopback address.",
                            values ->
                                    values.get(OperationsConfig.HTTP_LISTEN).loopback()
                                                    || values.get(OperationsConfig.HTTP_TOKEN)
                                                            .isPresent()
                                            ? Optional.empty()
                                            : Optional.of(
                                                    "is missing although http.listen "
                                                            + values.get(
                                                                    OperationsConfig.HTTP_LISTEN)
                                                            + " can be reached from other machines")),
                    new Rule(
                            "sip-timers-in-order",
                            SipConfig.T1,
                            "`sip.t1` is not longer than `sip.t2`.",
                            values -> notLonger(values, SipConfig.T1, SipConfig.T2)),
                    new Rule(
                            "attempt-outlives-transaction",
                            MessagesConfig.ATTEMPT_TIMEOUT,
                            "`messages.attempt-timeout` is at least 64 times `sip.t1` (Timer F).",
                            Rule::attemptOutlivesTransaction),
                    new Rule(
                            "min-expires-first",
                            RegistrarConfig.MIN_EXPIRES,
                            "`registrar.min-expires` is not longer than `registrar.default-expires`.",
                            values ->
                                    notLonger(
                                            values,
                                            RegistrarConfig.MIN_EXPIRES,
                                            RegistrarConfig.DEFAULT_EXPIRES)),
                    new Rule(
                            "max-expires-last",
                            RegistrarConfig.DEFAULT_EXPIRES,
                            "`registrar.default-expires` is not longer than `registrar.max-expires`.",
                            values ->
                                    notLonger(
                                            values,
                                            RegistrarConfig.DEFAULT_EXPIRES,
                                            RegistrarConfig.MAX_EXPIRES)),
                    new Rule(
                            "tls-needs-certificate",
                            SipConfig.LISTEN,
                            "A `tls:` address in `sip.listen` needs `sip.tls.certificate` and `sip.tls.key`.",
                            Rule::tlsNeedsCertificate),
                    new Rule(
                            "advertised-for-wildcards",
                            SipConfig.ADVERTISED,
                            "`sip.advertised` is set when an address of `sip.listen` is a wildcard.",
                            Rule::advertisedForWildcards),
                    new Rule(
                            "client-auth-needs-authorities",
                            SipConfig.TLS_CLIENT_AUTH,
                            "`sip.tls.client-auth` other than `none` needs `sip.tls.trusted-certificates`.",
                            values ->
                                    values.get(SipConfig.TLS_CLIENT_AUTH)
                                                            == SipConfig.ClientAuth.NONE
                                                    || values.get(SipConfig.TLS_TRUSTED).isPresent()
                                            ? Optional.empty()
                                            : Optional.of("needs sip.tls.trusted-certificates")),
                    new Rule(
                            "addresses-distinct",
                            SipConfig.LISTEN,
                            "No two addresses of `sip.listen` and `http.listen` are the same.",
                            Rule::addressesDistinct),
                    new Rule(
                            "connections-per-address-within-all",
                            SipConfig.MAX_CONNECTIONS_PER_ADDRESS,
                            "`sip.max-connections-per-address` is not larger than `sip.max-connections`.",
                            values ->
                                    notLarger(
                                            values.get(SipConfig.MAX_CONNECTIONS_PER_ADDRESS),
                                            values.get(SipConfig.MAX_CONNECTIONS),
                                            SipConfig.MAX_CONNECTIONS)),
                    new Rule(
                            "body-fits-message",
                            MessagesConfig.MAX_SIZE,
                            "`messages.max-size` is smaller than `sip.max-message-size`, which counts headers too.",
                            values ->
                                    values.get(MessagesConfig.MAX_SIZE)
                                                    < values.get(SipConfig.MAX_MESSAGE_SIZE)
                                            ? Optional.empty()
                                            : Optional.of(
                                                    "leaves no room for headers in sip.max-message-size")),
                    new Rule(
                            "batch-fits-queue",
                            StorageConfig.BATCH_MAX,
                            "`shards.batch-max` is not larger than `shards.queue-capacity`.",
                            values ->
                                    notLarger(
                                            values.get(StorageConfig.BATCH_MAX),
                                            values.get(StorageConfig.QUEUE_CAPACITY),
                                            StorageConfig.QUEUE_CAPACITY)),
                    new Rule(
                            "deadline-for-fallback",
                            RoutingConfig.FALLBACK_DEADLINE,
                            "`routing.fallback: after-deadline` needs a `routing.fallback-deadline`.",
                            values ->
                                    values.get(RoutingConfig.FALLBACK)
                                                            == RoutingConfig.FallbackMode
                                                                    .AFTER_DEADLINE
                                                    && values.get(RoutingConfig.FALLBACK_DEADLINE)
                                                            .isEmpty()
                                            ? Optional.of(
                                                    "is never although routing.fallback is after-deadline")
                                            : Optional.empty()),
                    new Rule(
                            "terminals-in-place-of",
                            RoutingConfig.TERMINALS,
                            "`routing.terminals: replace` needs a `routing.terminals-file`.",
                            values ->
                                    values.get(RoutingConfig.TERMINALS)
                                                            == RoutingConfig.Terminals.REPLACE
                                                    && values.get(RoutingConfig.TERMINALS_FILE)
                                                            .isEmpty()
                                            ? Optional.of(
                                                    "is replace although there is no routing.terminals-file")
                                            : Optional.empty()),
                    new Rule(
                            "hand-over-outlives-response",
                            FallbackConfig.HAND_OVER_TIMEOUT,
                            "`fallback.hand-over-timeout` is longer than the `response-timeout` of every gateway.",
                            Rule::handOverOutlivesResponse),
                    new Rule(
                            "fallback-for-deadline",
                            RoutingConfig.FALLBACK_DEADLINE,
                            "`routing.fallback-deadline` is set only with `routing.fallback: after-deadline`.",
                            values ->
                                    values.get(RoutingConfig.FALLBACK)
                                                            != RoutingConfig.FallbackMode
                                                                    .AFTER_DEADLINE
                                                    && values.get(RoutingConfig.FALLBACK_DEADLINE)
                                                            .isPresent()
                                            ? Optional.of(
                                                    "has no effect unless routing.fallback is after-deadline")
                                            : Optional.empty()),
                    new Rule(
                            "gateway-ids-unique",
                            FallbackConfig.GATEWAYS,
                            "No two gateways share an `id`.",
                            Rule::gatewayIdsUnique),
                    new Rule(
                            "gateway-suits-protocol",
                            FallbackConfig.GATEWAYS,
                            "A gateway of `type: cmpp` has a `system-id` of 6 characters, `cmpp.shared-secret` instead of"
                                    + " `password`, `concatenation` `udh` or `udh16`, and `receipt-id` `asis` or"
                                    + " `destination-time`; others have no `cmpp.shared-secret`. One of `type: mm7` has"
                                    + " `mm7.password` instead of `password`; others have none.",
                            GatewayRules::suitProtocol),
                    new Rule(
                            "reports-of-mm7-received",
                            FallbackConfig.MM7_LISTEN,
                            "`fallback.mm7-listen` is set when a gateway is of `type: mm7`.",
                            GatewayRules::receiveReports),
                    new Rule(
                            "routes-name-gateways",
                            FallbackConfig.ROUTES,
                            "Every gateway named in `fallback.routes` is in `fallback.gateways`.",
                            Rule::routesNameGateways),
                    new Rule(
                            "msrp-over-streams",
                            MsrpConfig.LISTEN,
                            "`msrp.listen` has no `udp:` addresses.",
                            values ->
                                    values.get(MsrpConfig.LISTEN).stream()
                                            .filter(listen ->
                                                    listen.transport()
                                                            == ListenAddress.Transport.UDP)
                                            .findFirst()
                                            .map(listen ->
                                                    "has "
                                                            + listen
                                                            + ": MSRP is spoken over tcp: and tls:")),
                    new Rule(
                            "msrp-advertised-for-wildcards",
                            MsrpConfig.ADVERTISED,
                            "`msrp.advertised` is set when `msrp.listen` has a wildcard.",
                            values ->
                                    values.get(MsrpConfig.ADVERTISED).isPresent()
                                            ? Optional.empty()
                                            : values.get(MsrpConfig.LISTEN).stream()
                                                    .filter(listen -> listen.address().wildcard())
                                                    .findFirst()
                                                    .map(listen ->
                                                            "is missing although msrp.listen has "
                                                                    + listen
                                                                    + ": nobody could connect to that")),
                    new Rule(
                            "file-outlives-message",
                            ContentConfig.LIFETIME,
                            "`content.lifetime` is not shorter than `messages.expiry`: the message that tells of a"
                                    + " file may come that late.",
                            values ->
                                    notLonger(values, MessagesConfig.EXPIRY, ContentConfig.LIFETIME)
                                            .map(_ -> "is shorter than messages.expiry")),
                    new Rule(
                            "file-fits-quota",
                            ContentConfig.USER_QUOTA,
                            "`content.max-file-size` is not larger than `content.user-quota`, and that not larger"
                                    + " than `content.total-quota`.",
                            Rule::fileFitsQuota),
                    new Rule(
                            "content-connections-per-address-within-all",
                            ContentConfig.MAX_CONNECTIONS_PER_ADDRESS,
                            "`content.max-connections-per-address` is not larger than `content.max-connections`.",
                            values ->
                                    notLarger(
                                            values.get(ContentConfig.MAX_CONNECTIONS_PER_ADDRESS),
                                            values.get(ContentConfig.MAX_CONNECTIONS),
                                            ContentConfig.MAX_CONNECTIONS)),
                    new Rule(
                            "public-url-for-wildcards",
                            ContentConfig.PUBLIC_URL,
                            "`content.public-url` is set when `content.listen` is a wildcard.",
                            values ->
                                    values.get(ContentConfig.PUBLIC_URL).isPresent()
                                            ? Optional.empty()
                                            : values.get(ContentConfig.LISTEN)
                                                    .filter(HostPort::wildcard)
                                                    .map(address ->
                                                            "is missing although content.listen is "
                                                                    + address
                                                                    + ": nobody could follow that")),
                    new Rule(
                            "chatbots-public-url-for-wildcards",
                            ChatbotConfig.PUBLIC_URL,
                            "`chatbots.public-url` is set when `chatbots.listen` is a wildcard.",
                            values ->
                                    values.get(ChatbotConfig.PUBLIC_URL).isPresent()
                                            ? Optional.empty()
                                            : values.get(ChatbotConfig.LISTEN)
                                                    .filter(HostPort::wildcard)
                                                    .map(address ->
                                                            "is missing although chatbots.listen is "
                                                                    + address)),
                    new Rule(
                            "chatbots-tls-complete",
                            ChatbotConfig.TLS_KEY,
                            "`chatbots.tls.certificate` and `chatbots.tls.key` are set together.",
                            values ->
                                    values.get(ChatbotConfig.TLS_CERTIFICATE).isPresent()
                                                    == values.get(ChatbotConfig.TLS_KEY).isPresent()
                                            ? Optional.empty()
                                            : Optional.of(
                                                    "goes with chatbots.tls.certificate: one is missing")),
                    new Rule(
                            "content-tls-complete",
                            ContentConfig.TLS_KEY,
                            "`content.tls.certificate` and `content.tls.key` are set together.",
                            values ->
                                    values.get(ContentConfig.TLS_CERTIFICATE).isPresent()
                                                    == values.get(ContentConfig.TLS_KEY).isPresent()
                                            ? Optional.empty()
                                            : Optional.of(
                                                    "goes with content.tls.certificate: one is missing")),
                    new Rule(
                            "bucket-needs-keys",
                            BucketConfig.BUCKET,
                            "`content.s3.bucket` needs `content.s3.access-key` and `content.s3.secret-key`.",
                            values ->
                                    values.get(BucketConfig.BUCKET).isEmpty()
                                                    || (values.get(BucketConfig.ACCESS_KEY)
                                                                    .isPresent()
                                                            && values.get(BucketConfig.SECRET_KEY)
                                                                    .isPresent())
                                            ? Optional.empty()
                                            : Optional.of(
                                                    "needs content.s3.access-key and content.s3.secret-key")));

    /// The violation as a problem at the line of the blamed setting.
    Optional<Problem> check(Values values) {
        return violation
                .apply(values)
                .map(text ->
                        new Problem(
                                values.origin(blamed),
                                blamed.key(),
                                text + " (rule " + name + ")"));
    }

    private static Optional<String> notLonger(
            Values values, Setting<Duration> shorter, Setting<Duration> longer) {
        Duration a = values.get(shorter);
        Duration b = values.get(longer);
        return a.compareTo(b) <= 0
                ? Optional.empty()
                : Optional.of(
                        Units.text(a) + " is longer than " + longer.key() + " " + Units.text(b));
    }

    private static Optional<String> notLarger(int part, int whole, Setting<Integer> key) {
        return part <= whole
                ? Optional.empty()
                : Optional.of(part + " is larger than " + key.key() + " " + whole);
    }

    private static Optional<String> attemptOutlivesTransaction(Values values) {
        Duration attempt = values.get(MessagesConfig.ATTEMPT_TIMEOUT);
        Duration timerF = values.get(SipConfig.T1).multipliedBy(TIMER_F_IN_T1);
        return attempt.compareTo(timerF) >= 0
                ? Optional.empty()
                : Optional.of(
                        Units.text(attempt)
                                + " is shorter than 64 times sip.t1, "
                                + Units.text(timerF)
                                + ": answers would come too late");
    }

    private static Optional<String> tlsNeedsCertificate(Values values) {
        boolean tls =
                values.get(SipConfig.LISTEN).stream()
                        .anyMatch(listen -> listen.transport() == ListenAddress.Transport.TLS);
        boolean ready =
                values.get(SipConfig.TLS_CERTIFICATE).isPresent()
                        && values.get(SipConfig.TLS_KEY).isPresent();
        return tls && !ready
                ? Optional.of("has a tls: address, which needs sip.tls.certificate and sip.tls.key")
                : Optional.empty();
    }

    private static Optional<String> advertisedForWildcards(Values values) {
        return values.get(SipConfig.ADVERTISED).isPresent()
                ? Optional.empty()
                : values.get(SipConfig.LISTEN).stream()
                        .filter(listen -> listen.address().wildcard())
                        .findFirst()
                        .map(listen ->
                                "is missing although sip.listen has "
                                        + listen
                                        + ": peers could not answer to that");
    }

    private static Optional<String> addressesDistinct(Values values) {
        Set<String> taken = new HashSet<>();
        HostPort http = values.get(OperationsConfig.HTTP_LISTEN);
        if (http.port() != 0) {
            taken.add("stream " + http);
        }
        Optional<HostPort> content =
                values.get(ContentConfig.LISTEN).filter(address -> address.port() != 0);
        if (content.isPresent() && !taken.add("stream " + content.get())) {
            return Optional.of("content.listen has the address of http.listen");
        }
        Optional<HostPort> chatbots =
                values.get(ChatbotConfig.LISTEN).filter(address -> address.port() != 0);
        if (chatbots.isPresent() && !taken.add("stream " + chatbots.get())) {
            return Optional.of(
                    "chatbots.listen has the address of http.listen or of content.listen");
        }
        Optional<HostPort> mm7 =
                values.get(FallbackConfig.MM7_LISTEN).filter(address -> address.port() != 0);
        if (mm7.isPresent() && !taken.add("stream " + mm7.get())) {
            return Optional.of(
                    "fallback.mm7-listen has the address of http.listen, content.listen or chatbots.listen");
        }
        for (ListenAddress listen : values.get(SipConfig.LISTEN)) {
            String kind =
                    listen.transport() == ListenAddress.Transport.UDP ? "datagram " : "stream ";
            if (listen.address().port() != 0 && !taken.add(kind + listen.address())) {
                return Optional.of(
                        listen
                                + " is already taken by another address here, by http.listen, content.listen or chatbots.listen");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fileFitsQuota(Values values) {
        long user = values.get(ContentConfig.USER_QUOTA);
        if (values.get(ContentConfig.MAX_FILE_SIZE) > user) {
            return Optional.of("is smaller than content.max-file-size");
        }
        return user > values.get(ContentConfig.TOTAL_QUOTA)
                ? Optional.of("is larger than content.total-quota")
                : Optional.empty();
    }

    private static Optional<String> handOverOutlivesResponse(Values values) {
        Duration handOver = values.get(FallbackConfig.HAND_OVER_TIMEOUT);
        for (GatewayConfig gateway : values.get(FallbackConfig.GATEWAYS)) {
            if (handOver.compareTo(gateway.responseTimeout()) <= 0) {
                return Optional.of(
                        Units.text(handOver)
                                + " is not longer than the response-timeout of gateway "
                                + gateway.id()
                                + ", "
                                + Units.text(gateway.responseTimeout())
                                + ": nothing could be sent");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> gatewayIdsUnique(Values values) {
        Set<String> ids = new HashSet<>();
        for (GatewayConfig gateway : values.get(FallbackConfig.GATEWAYS)) {
            if (!ids.add(gateway.id())) {
                return Optional.of("has two gateways with the id " + gateway.id());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> routesNameGateways(Values values) {
        var ids = values.get(FallbackConfig.GATEWAYS).stream().map(GatewayConfig::id).toList();
        for (var route : values.get(FallbackConfig.ROUTES).entrySet()) {
            for (String id : route.getValue()) {
                if (!ids.contains(id)) {
                    return Optional.of(
                            route.getKey()
                                    + " leads to "
                                    + id
                                    + ", which is no gateway"
                                    + DidYouMean.hint(id, ids));
                }
            }
        }
        return Optional.empty();
    }
}
