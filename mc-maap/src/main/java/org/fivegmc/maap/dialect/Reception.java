package org.fivegmc.maap.dialect;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Downlinks;
import org.fivegmc.maap.submit.Submitted;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;

/// What calls of any dialect pass: who it is about, its body within limits, and the wait for the
/// core. Thread-safe; blocks, on the virtual threads of a listener.
public final class Reception {

    private final TenantBook tenants;
    private final Downlinks desk;
    private final int maxBody;
    private final Schedule schedule;
    private final Patience patience = new Patience(Duration.ofSeconds(15));

    /// @param maxBody octets of a body
    public Reception(TenantBook tenants, Downlinks desk, int maxBody, Schedule schedule) {
        this.tenants = tenants;
        this.desk = desk;
        this.maxBody = maxBody;
        this.schedule = schedule;
    }

    /// Empty when there is no chatbot of this address that speaks this dialect.
    ///
    /// @param address as it stands in a path, decoded
    public Optional<Caller> caller(String address, Dialect dialect) {
        return ChatbotAddress.of(address)
                .flatMap(tenants::chatbot)
                .filter(chatbot -> chatbot.dialect() == dialect)
                .flatMap(
                        chatbot -> tenants.csp(chatbot.csp()).map(csp -> new Caller(chatbot, csp)));
    }

    public int maxBody() {
        return maxBody;
    }

    /// Empty when it has more than [#maxBody()] octets.
    public Optional<byte[]> body(HttpCall call) throws IOException {
        long told = call.contentLength();
        if (told > maxBody) {
            return Optional.empty();
        }
        if (told >= 0) {
            var body = new byte[(int) told];
            int length = call.body().readNBytes(body, 0, body.length);
            return Optional.of(length == body.length ? body : Arrays.copyOf(body, length));
        }
        byte[] body = call.body().readNBytes(maxBody + 1);
        return body.length > maxBody ? Optional.empty() : Optional.of(body);
    }

    /// When messages may be delivered.
    public Schedule schedule() {
        return schedule;
    }

    public TenantBook tenants() {
        return tenants;
    }

    /// Waits for what the core says.
    ///
    /// @param tooLate what is answered when it says nothing in time
    public <T> T await(CompletableFuture<T> answer, T tooLate) {
        return patience.await(answer, tooLate);
    }

    /// Taken when the message is durable for every recipient, or the chatbot is certain to be told
    /// why not; busy when the same request has to come again.
    public Submitted submit(Downlink downlink) {
        return patience.await(desk.submit(downlink), new Submitted.Busy(RefusalReason.OVERLOAD));
    }

    /// Empty when the chatbot is certain to be told, for each recipient, whether it came in time.
    public Optional<RefusalReason> revoke(
            ChatbotAddress chatbot, List<Msisdn> recipients, ImdnMessageId id) {
        var all = new ArrayList<CompletableFuture<Optional<RefusalReason>>>();
        for (Msisdn recipient : recipients) {
            all.add(desk.revoke(chatbot, recipient, id));
        }
        Optional<RefusalReason> reason = Optional.empty();
        for (CompletableFuture<Optional<RefusalReason>> one : all) {
            Optional<RefusalReason> other =
                    patience.await(one, Optional.of(RefusalReason.OVERLOAD));
            reason = reason.or(() -> other);
        }
        return reason;
    }
}
