package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryBookTest {
    private final DeliveryBook book = new DeliveryBook(Texts.RUN);
    private final SipView view = new SipView();

    @Test
    void eachMessageIsADeliveryOnce() {
        assertThat(arrive(1, "z9hG4bKx", "1", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.DELIVERY);
        assertThat(book.sequence()).isEqualTo(1);
        assertThat(arrive(2, "z9hG4bKy", "1", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.DELIVERY);
        assertThat(arrive(1, "z9hG4bKx", "1", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.REPETITION);
        assertThat(arrive(1, "z9hG4bKz", "1", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.DUPLICATE);
        assertThat(book.delivered().count()).isEqualTo(2);
    }

    @Test
    void aSecondDeviceGetsItsOwn() {
        assertThat(arrive(1, "z9hG4bKx", "1", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.DELIVERY);
        assertThat(arrive(1, "z9hG4bKy", "2", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.SECOND_DEVICE);
        assertThat(arrive(1, "z9hG4bKz", "2", "imdn.Message-ID: "))
                .isEqualTo(DeliveryBook.Arrival.DUPLICATE);
        assertThat(book.delivered().count()).isEqualTo(1);
    }

    @Test
    void reportsAndStrangersAreNoDeliveries() {
        assertThat(arrive(1, "z9hG4bKx", "1", "<message-id>"))
                .isEqualTo(DeliveryBook.Arrival.REPORT);
        String foreign = request("z9hG4bKx", "1", "imdn.Message-ID: someone else's");
        assertThat(arrive(foreign)).isEqualTo(DeliveryBook.Arrival.FOREIGN);
        assertThat(book.delivered().count()).isZero();
    }

    private DeliveryBook.Arrival arrive(
            long sequence, String branch, String device, String before) {
        return arrive(request(branch, device, before + Texts.id(sequence, 3)));
    }

    private DeliveryBook.Arrival arrive(String request) {
        assertThat(view.read(Texts.segment(request), 0, request.length()))
                .isEqualTo(SipView.Shape.WHOLE);
        return book.book(view, request.length());
    }

    private static String request(String branch, String device, String body) {
        return Texts.lines(
                                """
                                MESSAGE sip:+8613800000001@127.0.0.1:5090;transport=udp;device=%s SIP/2.0
                                Via: SIP/2.0/UDP 127.0.0.1:5060;branch=%s;rport
                                Content-Length: 99

                                From: <sip:a@b>
                                """)
                        .formatted(device, branch)
                + body
                + "\r\n\r\n";
    }
}
