package org.fivegmc.loadtest.smsc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.Checkout;
import org.junit.jupiter.api.Test;

/// Drives the SMSC with a hand-written SMPP 3.4 client; needs Node.js on the path.
class SmscProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BIND_TRANSCEIVER = 0x00000009;
    private static final int SUBMIT_SM = 0x00000004;
    private static final int DELIVER_SM = 0x00000005;
    private static final int PART_OCTETS = 67 * 2;

    @Test
    void joinsPartsEvenWhenOneCutsASurrogatePairAndSendsReceipts() throws Exception {
        assumeTrue(nodeIsHere(), "no node on the path");
        String text = "x" + "\uD83D\uDE00".repeat(70);
        byte[] octets = text.getBytes(UTF_16BE);
        assertThat(octets.length % PART_OCTETS).isNotZero();
        int parts = (octets.length + PART_OCTETS - 1) / PART_OCTETS;
        try (SmscProcess smsc =
                        SmscProcess.start(
                                Checkout.locate().smsc(),
                                Timeline.silent(),
                                List.of("--receipt-delay", "10", "--id-dialect", "hexdec"));
                Socket socket = new Socket()) {
            socket.connect(Ports.loopback(smsc.port()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            pdu(out, BIND_TRANSCEIVER, 1, bind("fivegmc", "secret"));
            for (int part = parts; part >= 1; part--) {
                int from = (part - 1) * PART_OCTETS;
                int length = Math.min(PART_OCTETS, octets.length - from);
                pdu(out, SUBMIT_SM, 1 + part, submit(octets, from, length, parts, part));
            }
            assertThat(smsc.events().await(1, e -> e.name().equals("message"), PATIENCE))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.text("text")).isEqualTo(text);
                        assertThat(event.number("parts")).isEqualTo(parts);
                    });
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int receipts = 0;
            while (receipts < parts) {
                byte[] body = new byte[in.readInt() - 16];
                int command = in.readInt();
                assertThat(in.readInt()).isZero();
                int sequence = in.readInt();
                in.readFully(body);
                if (command == DELIVER_SM) {
                    assertThat(new String(body, ISO_8859_1)).contains("stat:DELIVRD", "id:409");
                    pdu(out, DELIVER_SM | 0x80000000, sequence, new byte[1]);
                    receipts++;
                }
            }
            assertThat(
                            smsc.events()
                                    .await(
                                            parts,
                                            e -> e.name().equals("receipt-acknowledged"),
                                            PATIENCE))
                    .hasSize(parts);
        }
    }

    @Test
    void refusesTheWrongPassword() throws Exception {
        assumeTrue(nodeIsHere(), "no node on the path");
        try (SmscProcess smsc =
                        SmscProcess.start(Checkout.locate().smsc(), Timeline.silent(), List.of());
                Socket socket = new Socket()) {
            socket.connect(Ports.loopback(smsc.port()));
            pdu(
                    new DataOutputStream(socket.getOutputStream()),
                    BIND_TRANSCEIVER,
                    1,
                    bind("fivegmc", "guess"));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readInt();
            in.readInt();
            assertThat(in.readInt()).as("ESME_RBINDFAIL").isEqualTo(0x0D);
        }
    }

    private static boolean nodeIsHere() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, "node"))) {
                return true;
            }
        }
        return false;
    }

    private static void pdu(DataOutputStream out, int command, int sequence, byte[] body)
            throws IOException {
        out.writeInt(16 + body.length);
        out.writeInt(command);
        out.writeInt(0);
        out.writeInt(sequence);
        out.write(body);
        out.flush();
    }

    private static byte[] bind(String systemId, String password) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes((systemId + "\0" + password + "\0\0").getBytes(ISO_8859_1));
        body.writeBytes(new byte[] {0x34, 0, 0, 0});
        return body.toByteArray();
    }

    private static byte[] submit(byte[] octets, int from, int length, int parts, int part)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.write(0); // service type
        body.write("\u0001\u0001100\0".getBytes(ISO_8859_1));
        body.write("\u0001\u0001200\0".getBytes(ISO_8859_1));
        body.write(new byte[] {0x40, 0, 0, 0, 0, 1, 0, 8, 0});
        body.write(6 + length);
        body.write(new byte[] {5, 0, 3, 7, (byte) parts, (byte) part});
        body.write(octets, from, length);
        return bytes.toByteArray();
    }
}
