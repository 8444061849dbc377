package org.fivegmc.loadtest.a2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;
import org.fivegmc.loadtest.http.SmallServer;
import org.fivegmc.loadtest.http.SmallServer.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the server tells, into the ledger. Calls are answered on one loop.
final class Webhook implements AutoCloseable {
    private static final Answer OK = new Answer(204, new byte[0]);
    private static final Answer WRONG = new Answer(403, new byte[0]);

    private final SmallServer server;
    private final JsonMapper mapper = JsonMapper.shared();
    private final Requests requests;
    private final Ledger ledger;
    private final String token;
    private final MessageDigest digest;
    private final LongAdder calls = new LongAdder();
    private final LongAdder forged = new LongAdder();

    Webhook(A2pOptions options, Requests requests, Ledger ledger) throws InterruptedException {
        this.requests = requests;
        this.ledger = ledger;
        this.token = options.signingToken();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none);
        }
        this.server = SmallServer.start(options.listen(), this::called);
    }

    private Answer called(FullHttpRequest request) {
        calls.increment();
        if (!isSigned(request)) {
            forged.increment();
            return WRONG;
        }
        if (request.uri().endsWith("/status")) {
            try {
                JsonNode body = mapper.readTree(ByteBufUtil.getBytes(request.content()));
                for (JsonNode info : body.path("deliveryInfoList")) {
                    Ledger.Status status = Ledger.Status.of(info.path("status").asString(""));
                    if (status != null) {
                        ledger.told(requests.number(info.path("messageId").asString("")), status);
                    }
                }
            } catch (JacksonException _) {
                return WRONG;
            }
        }
        return OK;
    }

    private boolean isSigned(FullHttpRequest request) {
        String[] texts = {
            token, request.headers().get("timestamp", ""), request.headers().get("nonce", "")
        };
        Arrays.sort(texts);
        byte[] expected = digest.digest(String.join("", texts).getBytes(UTF_8));
        return HexFormat.of().formatHex(expected).equals(request.headers().get("signature", ""));
    }

    long calls() {
        return calls.sum();
    }

    long forged() {
        return forged.sum();
    }

    @Override
    public void close() {
        server.close();
    }
}
