package org.fivegmc.server.config;

import java.util.List;
import java.util.Optional;

/// What a gateway reached by CMPP needs beside.
///
/// @param secret shared with the gateway
/// @param serviceId Service_Id of every submission
/// @param srcId sender shown instead of the real one
public record CmppConfig(
        Version version,
        Optional<Secret> secret,
        Optional<String> serviceId,
        Optional<String> srcId,
        String feeType,
        String feeCode) {

    /// Of the protocol.
    public enum Version {
        V2_0("2.0"),
        V3_0("3.0");

        private final String text;

        Version(String text) {
            this.text = text;
        }
    }

    static final Setting<Version> VERSION =
            Setting.of(
                    "cmpp.version",
                    Types.choice(Version.class, version -> version.text),
                    "3.0",
                    "CMPP: version spoken.");
    static final Setting<Optional<Secret>> SECRET =
            Setting.optional(
                    "cmpp.shared-secret",
                    Types.secret(64),
                    "file:/etc/5gmc/ismg-1.secret",
                    "CMPP: secret shared with the gateway, for the login.");
    static final Setting<Optional<String>> SERVICE_ID =
            Setting.optional(
                    "cmpp.service-id", Types.ascii(10), "RCS", "CMPP: Service_Id of what is sent.");
    static final Setting<Optional<String>> SRC_ID =
            Setting.optional(
                    "cmpp.src-id",
                    Types.matching("number", "1 to 21 digits", "[0-9]{1,21}"),
                    "10655",
                    "CMPP: service code that recipients see as the sender (Src_Id), for gateways that take no"
                            + " other; the sender's own number when not set.");
    static final Setting<String> FEE_TYPE =
            Setting.of(
                    "cmpp.fee-type",
                    Types.matching("fee type", "01 to 05", "0[1-5]"),
                    "01",
                    "CMPP: FeeType of what is sent; 01 is free for the recipient.");
    static final Setting<String> FEE_CODE =
            Setting.of(
                    "cmpp.fee-code",
                    Types.matching("fee code", "6 digits", "[0-9]{6}"),
                    "000000",
                    "CMPP: FeeCode of what is sent.");

    static final List<Setting<?>> SETTINGS =
            List.of(VERSION, SECRET, SERVICE_ID, SRC_ID, FEE_TYPE, FEE_CODE);

    static CmppConfig from(Values values) {
        return new CmppConfig(
                values.get(VERSION),
                values.get(SECRET),
                values.get(SERVICE_ID),
                values.get(SRC_ID),
                values.get(FEE_TYPE),
                values.get(FEE_CODE));
    }
}
