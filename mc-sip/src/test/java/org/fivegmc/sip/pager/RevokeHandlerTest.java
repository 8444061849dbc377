package org.fivegmc.sip.pager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.center.RecordingRcsChannel.Attempt;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.Roles.Arrived;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RCC07-3.2.3.8")
class RevokeHandlerTest {

    private static final String TYPE = "application/vnd.gsma.rcsrevoke+xml";
    private static final String SERVICE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.systemmsg";

    private final Roles roles = new Roles();
    private final List<SipEvents.MessageFault> faults = new ArrayList<>();
    private final PagerModeHandler handler =
            new PagerModeHandler(
                    roles.steps.center(),
                    Roles.NUMBERS,
                    "sip:5gmc.ims.example:5060",
                    4000,
                    roles.steps.clock,
                    new SipEvents() {
                        @Override
                        public void messageRefused(MessageFault fault) {
                            faults.add(fault);
                        }
                    });
    private int requests;

    @BeforeEach
    void bobIsAway() {
        roles.steps.register(Roles.ALICE, "alice-1");
        roles.steps.register(Roles.BOB, "bob-1");
        roles.steps.unregister(Roles.BOB);
    }

    private Arrived send(String callId, String type, String body) {
        Arrived in =
                Roles.arrive(
                        """
                        MESSAGE tel:+8613800000002 SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=v1
                        To: <tel:+8613800000002>
                        Call-ID: %s
                        CSeq: 1 MESSAGE
                        P-Preferred-Service: %s
                        Conversation-ID: conv-1
                        Contribution-ID: contr-1
                        Content-Type: %s

                        %s\
                        """
                                .formatted(callId, SERVICE, type, body));
        handler.onMessage(in, Roles.ALICE, false);
        roles.steps.settle();
        return in;
    }

    private Arrived revoke(String document) {
        requests++;
        return send("rev-" + requests, TYPE, document);
    }

    private static String wish(String id, String from) {
        return "<imRevoke xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:rcsrevoke\"><MessageRevoke>"
                + "<Message-ID>"
                + id
                + "</Message-ID>"
                + from
                + "<To>tel:+8613800000002</To></MessageRevoke></imRevoke>";
    }

    /// What Alice has got, oldest first.
    private List<Message> results() {
        while (!roles.steps.rcs.open().isEmpty()) {
            roles.steps.rcs.take().accept();
            roles.steps.settle();
        }
        return roles.steps.rcs.all().stream()
                .map(Attempt::message)
                .filter(m -> m.recipient().equals(Roles.ALICE))
                .toList();
    }

    private static RevokeDocument.Response read(Message result) {
        return (RevokeDocument.Response)
                RevokeCodec.read(ByteSlice.of(result.payload().body())).toOptional().orElseThrow();
    }

    private static RevokeDocument.Response said(String id, boolean success) {
        return new RevokeDocument.Response(id, success, "tel:+8613800000001", "tel:+8613800000002");
    }

    @Test
    void theResultIsAMessageOfItsOwn() {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        Arrived in = revoke(wish("m1", "<From>tel:+8613800000001</From>"));
        assertThat(in.status()).isEqualTo(202);
        assertThat(in.fields("Conversation-ID")).containsExactly("conv-1");

        assertThat(results()).hasSize(1);
        Message result = results().getFirst();
        assertThat(read(result)).isEqualTo(said("m1", true));
        assertThat(result.sender()).isEqualTo(Roles.BOB);
        assertThat(result.payload().contentType()).isEqualTo(TYPE);
        assertThat(result.dispositions()).isEqualTo(Dispositions.NONE);
        assertThat(result.fallback()).isEqualTo(FallbackOffer.NONE);
        assertThat(new String(result.payload().edgeHeaders(), StandardCharsets.UTF_8))
                .contains("Conversation-ID: conv-1\r\n")
                // stored with it, and so the same each time it is sent
                .contains("Contribution-ID: " + result.imdnId().value() + "\r\n")
                .doesNotContain("contr-1");

        roles.steps.register(Roles.BOB, "bob-1");
        assertThat(roles.steps.sent()).doesNotContain("m1");
    }

    /// Too late, never there, of somebody else: who asks hears the same.
    @Test
    void whatIsNotRevokedLooksTheSame() {
        roles.steps.register(Roles.BOB, "bob-1");
        roles.steps.submit(Roles.ALICE, Roles.BOB, "late");
        roles.steps.unregister(Roles.BOB);
        roles.steps.submit(Roles.BOB, Roles.BOB, "foreign");
        for (String id : List.of("late", "unknown", "foreign")) {
            assertThat(revoke(wish(id, "")).status()).isEqualTo(202);
        }
        assertThat(results())
                .extracting(RevokeHandlerTest::read)
                .containsExactly(
                        said("late", false), said("unknown", false), said("foreign", false));
        assertThat(roles.steps.inbox(Roles.BOB)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tel:+8613800000003", "<sip:+8613800000003@ims.example>", "tel:13800000003"})
    void whoSaysToBeSomebodyElseHearsFailure(String from) {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        String escaped = from.replace("<", "&lt;").replace(">", "&gt;");
        assertThat(revoke(wish("m1", "<From>" + escaped + "</From>")).status()).isEqualTo(202);
        assertThat(results())
                .extracting(RevokeHandlerTest::read)
                .containsExactly(said("m1", false));
        assertThat(roles.steps.inbox(Roles.BOB)).hasSize(1);
    }

    @Test
    void aCpimAroundItIsUnderstoodToo() {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        String cpim =
                """
                From: <tel:+8613800000001>
                To: <tel:+8613800000002>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: r1

                Content-Type: application/vnd.gsma.rcsrevoke+xml

                """
                        + wish("m1", "");
        assertThat(send("rev-1", "message/cpim", cpim).status()).isEqualTo(202);
        assertThat(send("rev-2", "message/cpim", cpim).status())
                .as("the client repeats itself")
                .isEqualTo(202);
        assertThat(results()).extracting(RevokeHandlerTest::read).containsExactly(said("m1", true));
    }

    @Test
    void whoAsksAgainHearsTheSame() {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        revoke(wish("m1", ""));
        revoke(wish("m1", ""));
        assertThat(results())
                .extracting(RevokeHandlerTest::read)
                .containsExactly(said("m1", true), said("m1", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no XML",
                "<MessageRevoke/>",
                "<!DOCTYPE a><MessageRevoke><Message-ID>m1</Message-ID></MessageRevoke>",
                "<MessageRevokeResponse><Message-ID>m1</Message-ID><result>success</result>"
                        + "</MessageRevokeResponse>"
            })
    void whatCannotBeReadIsRefused(String document) {
        assertThat(revoke(document).status()).isEqualTo(400);
        assertThat(revoke(wish("x".repeat(256), "")).status()).isEqualTo(400);
        assertThat(faults).hasSize(2).containsOnly(SipEvents.MessageFault.BAD_REVOCATION);
        assertThat(results()).isEmpty();
    }

    /// Neither is it revoked, nor does anybody say so.
    @Test
    void aStoreThatDoesNotWorkIsToldToTheSender() {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        roles.steps.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(revoke(wish("m1", "")).status()).isEqualTo(503);
        roles.steps.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        roles.steps.pass(1_000);
        assertThat(results()).isEmpty();
        assertThat(roles.steps.inbox(Roles.BOB)).hasSize(1);
    }

    /// The result waits in the store as any message does.
    @Test
    void theResultWaitsForItsReader() {
        roles.steps.submit(Roles.ALICE, Roles.BOB, "m1");
        roles.steps.unregister(Roles.ALICE);
        assertThat(revoke(wish("m1", "")).status()).isEqualTo(202);
        assertThat(results()).isEmpty();
        roles.steps.restart();
        roles.steps.register(Roles.ALICE, "alice-1");
        assertThat(results()).extracting(RevokeHandlerTest::read).containsExactly(said("m1", true));
    }
}
