package org.fivegmc.server.config;

import java.util.Optional;

/// Whether the settings of a gateway fit its protocol.
final class GatewayRules {
    private static final int SP_ID = 6;

    private GatewayRules() {}

    static Optional<String> suitProtocol(Values values) {
        return values.get(FallbackConfig.GATEWAYS).stream()
                .flatMap(gateway ->
                        problem(gateway).map(p -> "gateway " + gateway.id() + p).stream())
                .findFirst();
    }

    private static Optional<String> problem(GatewayConfig gateway) {
        return switch (gateway.type()) {
            case SMPP -> notOfCmpp(gateway).or(() -> notOfMm7(gateway));
            case CMPP -> cmpp(gateway).or(() -> notOfMm7(gateway));
            case MM7 ->
                    notOfCmpp(gateway)
                            .or(() ->
                                    gateway.password().isPresent()
                                            ? Optional.of(
                                                    " is of type mm7: it has mm7.password and no"
                                                            + " password")
                                            : Optional.empty());
        };
    }

    private static Optional<String> notOfCmpp(GatewayConfig gateway) {
        return gateway.cmpp().secret().isPresent()
                ? Optional.of(" has a cmpp.shared-secret but is not of type cmpp")
                : Optional.empty();
    }

    private static Optional<String> notOfMm7(GatewayConfig gateway) {
        return gateway.mm7().password().isPresent()
                ? Optional.of(" has an mm7.password but is not of type mm7")
                : Optional.empty();
    }

    static Optional<String> receiveReports(Values values) {
        return values.get(FallbackConfig.MM7_LISTEN).isPresent()
                ? Optional.empty()
                : values.get(FallbackConfig.GATEWAYS).stream()
                        .filter(gateway -> gateway.type() == GatewayConfig.Type.MM7)
                        .findFirst()
                        .map(gateway ->
                                "is missing although gateway "
                                        + gateway.id()
                                        + " is of type mm7: nothing would tell what became of an MMS");
    }

    private static Optional<String> cmpp(GatewayConfig gateway) {
        if (gateway.systemId().length() != SP_ID) {
            return Optional.of(
                    " is of type cmpp: its system-id is the SP_Id, which has 6 characters");
        }
        if (gateway.password().isPresent() || gateway.cmpp().secret().isEmpty()) {
            return Optional.of(" is of type cmpp: it has cmpp.shared-secret and no password");
        }
        boolean header =
                switch (gateway.concatenation()) {
                    case UDH, UDH16 -> true;
                    case SAR, PAYLOAD -> false;
                };
        if (!header) {
            return Optional.of(" is of type cmpp: its concatenation is udh or udh16");
        }
        boolean findable =
                switch (gateway.receiptId()) {
                    case ASIS, DESTINATION_TIME -> true;
                    case HEX_TO_DEC, DEC_TO_HEX, STRIP_ZEROS, ANY_CASE, REFERENCE -> false;
                };
        return findable
                ? Optional.empty()
                : Optional.of(" is of type cmpp: its receipt-id is asis or destination-time");
    }
}
