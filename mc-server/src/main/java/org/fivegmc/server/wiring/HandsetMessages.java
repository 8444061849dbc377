package org.fivegmc.server.wiring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.MessageTaker;
import org.fivegmc.maap.sms.Uptake;
import org.fivegmc.maap.sms.UserMessages;
import org.fivegmc.maap.sms.UserSms;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.server.observe.InboundMeters;
import org.fivegmc.wire.uri.NumberPlan;

/// Messages of handsets, which gateways bring, for chatbots, which are found by their codes.
final class HandsetMessages implements MessageTaker {

    private final TenantBook book;
    private final UserMessages messages;
    private final NumberPlan numbers;
    private final InboundMeters meters;

    HandsetMessages(
            TenantBook book, UserMessages messages, NumberPlan numbers, InboundMeters meters) {
        this.book = book;
        this.messages = messages;
        this.numbers = numbers;
        this.meters = meters;
    }

    @Override
    public boolean serves(String digits) {
        return book.byCode(digits).isPresent();
    }

    @Override
    public CompletionStage<InboundAnswer> take(InboundSms message, int parts) {
        long user = number(message.source().digits());
        if (user == NumberPlan.NOT_A_NUMBER) {
            return CompletableFuture.completedFuture(InboundAnswer.REFUSED);
        }
        var sms =
                new UserSms(
                        message.gateway(),
                        new Msisdn(user),
                        message.destination().digits(),
                        message.text(),
                        parts,
                        message.id(),
                        message.links().lostAtMs(),
                        message.links().boundAtMs());
        return messages.take(sms)
                .whenComplete((_, fault) -> {
                    if (fault != null) {
                        meters.fault(fault);
                    }
                })
                .thenApply(uptake -> answer(sms, uptake));
    }

    /// As the home country dials, or as any country does without the plus.
    private long number(String digits) {
        long number = numbers.number(digits);
        return number == NumberPlan.NOT_A_NUMBER && digits.matches("[1-9][0-9]{7,14}")
                ? Long.parseLong(digits)
                : number;
    }

    private InboundAnswer answer(UserSms sms, Uptake uptake) {
        meters.inbound(sms, uptake);
        return switch (uptake) {
            case TAKEN, WAITS, REPEATED -> InboundAnswer.TAKEN;
            case NOBODY -> InboundAnswer.NOBODY;
            case REFUSED -> InboundAnswer.REFUSED;
            case BUSY -> throw new IllegalStateException("the message can't be stored now");
        };
    }
}
