package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.fallback.smpp.JsmppCenter;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A center of China Unicom's with a gateway for each of two operators: who gets an SMS because of
/// the handset, and by which gateway it leaves because of the number.
class WhoGetsAnSmsTest {

    private static final String ALICE = "+8613000000001";
    private static final String MOBILE = "+8613800000002";
    private static final String UNICOM = "+8613000000003";
    private static final String MOVED = "+8613800000004";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path data;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private JsmppCenter cmcc;
    private JsmppCenter cucc;
    private RunningCenter center;
    private UdpPhone alice;

    @BeforeEach
    void open() throws Exception {
        cmcc = smsc();
        cucc = smsc();
        ported("");
        Path password = Files.writeString(data.resolve("password"), JsmppCenter.PASSWORD);
        center =
                kept(
                        new RunningCenter(
                                data.resolve("data"),
                                """
                                routing:
                                  network-operator: cucc
                                  ported-numbers-file: %s
                                fallback:
                                  routes: {cmcc: [to-cmcc], cucc: [to-cucc], +86: [to-cucc]}
                                  gateways:
                                    - {id: to-cmcc, host: 127.0.0.1, port: %d, system-id: mc, password: "file:%s"}
                                    - {id: to-cucc, host: 127.0.0.1, port: %d, system-id: mc, password: "file:%s"}
                                """
                                        .formatted(
                                                ported(),
                                                cmcc.port(),
                                                password,
                                                cucc.port(),
                                                password)));
        for (String gateway : List.of("to-cmcc", "to-cucc")) {
            await().atMost(PATIENCE)
                    .until(() -> center.metric("mc_smpp_links_up{peer=\"" + gateway + "\"}") == 1);
        }
        alice = kept(center.phone(ALICE));
        assertThat(alice.register()).isEqualTo(200);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.add(part);
        return part;
    }

    private JsmppCenter smsc() throws Exception {
        return kept(
                new JsmppCenter(
                        (_, _) -> Integer.toString(ids.incrementAndGet()),
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress())));
    }

    private Path ported() {
        return data.resolve("ported.csv");
    }

    private void ported(String rows) throws Exception {
        Files.writeString(ported(), "number,operator\n" + rows);
    }

    private void send(String to, String id) throws Exception {
        assertThat(UdpPhone.status(alice.send(to, "hello", id))).isEqualTo(202);
    }

    private static List<String> numbers(JsmppCenter smsc, int count) {
        await().atMost(PATIENCE).until(() -> smsc.submissions.size() >= count);
        return smsc.submissions.stream().map(SubmitSm::getDestAddress).toList();
    }

    @Test
    void anSmsLeavesByTheGatewayOfTheNumbersOperator() throws Exception {
        send(MOBILE, "m-1");
        send(UNICOM, "m-2");
        send(MOVED, "m-3");
        assertThat(numbers(cmcc, 2))
                .containsExactlyInAnyOrder(MOBILE.substring(1), MOVED.substring(1));
        assertThat(numbers(cucc, 1)).containsExactly(UNICOM.substring(1));
        assertThat(center.ctl("number", "13800000004").out())
                .contains("cmcc", "its prefix is +86138", "to-cmcc");

        ported(MOVED + ",nobody\n");
        RunningCenter.Printed refused = center.ctl("number", "--reload");
        assertThat(refused.err()).contains("nothing has changed", "line 2", "nobody");
        assertThat(refused.status()).isNotZero();
        ported(MOVED + ",cucc\n");
        assertThat(center.ctl("number", "--reload").status()).isZero();
        assertThat(center.ctl("number", "13800000004").out())
                .contains("cucc", "ported numbers", "to-cucc");
        send(MOVED, "m-4");
        assertThat(numbers(cucc, 2)).containsExactly(UNICOM.substring(1), MOVED.substring(1));
        assertThat(cmcc.submissions).hasSize(2);
        assertThat(center.ctl("number").status()).isNotZero();
        assertThat(center.ctl("number", "12").err()).contains("no telephone number");
    }

    /// China Mobile's edition of a model, on the network of another operator.
    @Test
    void whoseModelCanNotGetsAnSmsAtOnce() throws Exception {
        UdpPhone custom = kept(center.phone(UNICOM));
        custom.userAgent(
                "CPM-client/OMA2.2 RCS-client/UP_2.4 term-HUAWEI/JAD-AN00-3.0.0.1 client-HUAWEI/10");
        assertThat(custom.register()).isEqualTo(200);
        send(UNICOM, "m-1");
        assertThat(numbers(cucc, 1)).containsExactly(UNICOM.substring(1));
        assertThat(custom.waiting()).isZero();
        assertThat(center.ctl("registrations", UNICOM).out()).contains("table");
        assertThat(center.ctl("route", "explain", ALICE, UNICOM).out())
                .contains("can nothing, by table, known for ");

        UdpPhone open = kept(center.phone(MOBILE));
        open.userAgent("RCS-client/UP_2.4 term-samsung/SM-S9080-1.0 client-samsung/1");
        assertThat(open.register()).isEqualTo(200);
        send(MOBILE, "m-2");
        assertThat(open.next()).contains("m-2");
        assertThat(center.ctl("route", "explain", ALICE, MOBILE).out())
                .contains("can pager, by tags, known for ");
        assertThat(cmcc.submissions).isEmpty();
    }

    @Test
    void aHandsetThatRefusesIsTriedOnce() throws Exception {
        UdpPhone other = kept(center.phone(UNICOM));
        assertThat(other.register()).isEqualTo(200);
        send(UNICOM, "m-1");
        assertThat(other.next()).contains("m-1");
        // the user has put the card into a phone without RCS
        other.answer(404);
        send(UNICOM, "m-2");
        assertThat(other.next()).contains("m-2");
        assertThat(numbers(cucc, 1)).hasSize(1);
        send(UNICOM, "m-3");
        assertThat(numbers(cucc, 2)).hasSize(2);
        assertThat(other.waiting()).as("the second wastes no attempt").isZero();
        assertThat(center.ctl("registrations", UNICOM).out()).contains("evidence");

        other.answer(200);
        assertThat(other.register()).isEqualTo(200);
        send(UNICOM, "m-4");
        assertThat(other.next()).contains("m-4");
        assertThat(cucc.submissions).hasSize(2);
    }
}
