package org.fivegmc.server.config;

import java.util.List;
import java.util.Optional;

/// What a gateway reached by MM7 needs beside.
///
/// @param path of the URL that messages are posted to
/// @param password of HTTP Basic, whose user is the `system-id`
/// @param vaspId provider; the `system-id` when not set
/// @param vasId service of the provider
/// @param senderCode service code shown instead of the sender
/// @param schema last segment of the namespace written
/// @param maxSize octets of a multimedia message
/// @param maxPicture width and height of a picture
/// @param reportPeers from where reports are taken
public record Mm7Config(
        String path,
        Optional<Secret> password,
        Optional<String> vaspId,
        Optional<String> vasId,
        Optional<String> serviceCode,
        Optional<String> senderCode,
        String schema,
        String version,
        long maxSize,
        String maxPicture,
        List<Cidr> reportPeers) {

    static final Setting<String> PATH =
            Setting.of(
                    "mm7.path",
                    Types.matching(
                            "path",
                            "/ and up to 8 segments of letters, digits and -._~:@!$&()*+,;=",
                            "/|(/[A-Za-z0-9._~:@!$&()*+,;=-]{1,64}){1,8}/?"),
                    "/",
                    "MM7: path that messages are posted to, at `host` and `port`.");
    static final Setting<Optional<Secret>> PASSWORD =
            Setting.optional(
                    "mm7.password",
                    Types.secret(255),
                    "file:/etc/5gmc/mmsc-1.password",
                    "MM7: password of HTTP Basic, whose user is the `system-id`; without it there is no HTTP Basic.");
    static final Setting<Optional<String>> VASP_ID =
            Setting.optional(
                    "mm7.vasp-id",
                    Types.ascii(64),
                    "901234",
                    "MM7: VASPID of what is sent; the `system-id` when not set.");
    static final Setting<Optional<String>> VAS_ID =
            Setting.optional("mm7.vas-id", Types.ascii(64), "RCS", "MM7: VASID of what is sent.");
    static final Setting<Optional<String>> SERVICE_CODE =
            Setting.optional(
                    "mm7.service-code",
                    Types.ascii(64),
                    "RCS",
                    "MM7: ServiceCode of what is sent.");
    static final Setting<Optional<String>> SENDER_CODE =
            Setting.optional(
                    "mm7.sender-code",
                    Types.matching("number", "1 to 21 digits", "[0-9]{1,21}"),
                    "10655",
                    "MM7: service code that recipients see as the sender, for MMSCs that take no other; the"
                            + " sender's own number when not set.");
    static final Setting<String> SCHEMA =
            Setting.of(
                    "mm7.schema",
                    Types.matching("schema", "REL-n-MM7-n-n", "REL-[0-9]{1,2}-MM7-[0-9]-[0-9]"),
                    "REL-6-MM7-1-4",
                    "MM7: schema of 3GPP TS 23.140 that is written; what is read may be of any.");
    static final Setting<String> VERSION =
            Setting.of(
                    "mm7.version",
                    Types.matching("version", "n.n.n", "[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{1,2}"),
                    "6.8.0",
                    "MM7: MM7Version that is written; 5.3.0 goes with REL-5-MM7-1-0.");
    static final Setting<Long> MAX_SIZE =
            Setting.of(
                    "mm7.max-size",
                    Types.size("10KiB", "8MiB"),
                    "300KiB",
                    "MM7: what the MMSC takes for one message, all parts together. Pictures are made smaller to fit;"
                            + " a message that is larger without them goes as SMS.");
    static final Setting<String> MAX_PICTURE =
            Setting.of(
                    "mm7.max-picture",
                    Types.matching(
                            "size",
                            "width and height as 640x480",
                            "[1-9][0-9]{1,3}x[1-9][0-9]{1,3}"),
                    "640x480",
                    "MM7: pixels of a picture, lying or standing; larger ones are made smaller.");
    static final Setting<List<Cidr>> REPORT_PEERS =
            Setting.of(
                    "mm7.report-peers",
                    Types.list(Types.cidr(), 1, 64),
                    "127.0.0.0/8, ::1/128",
                    "MM7: networks from which the MMSC may bring reports to `fallback.mm7-listen`.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    PATH,
                    PASSWORD,
                    VASP_ID,
                    VAS_ID,
                    SERVICE_CODE,
                    SENDER_CODE,
                    SCHEMA,
                    VERSION,
                    MAX_SIZE,
                    MAX_PICTURE,
                    REPORT_PEERS);

    static Mm7Config from(Values values) {
        return new Mm7Config(
                values.get(PATH),
                values.get(PASSWORD),
                values.get(VASP_ID),
                values.get(VAS_ID),
                values.get(SERVICE_CODE),
                values.get(SENDER_CODE),
                values.get(SCHEMA),
                values.get(VERSION),
                values.get(MAX_SIZE),
                values.get(MAX_PICTURE),
                values.get(REPORT_PEERS));
    }

    public int maxWidth() {
        return Integer.parseInt(maxPicture.substring(0, maxPicture.indexOf('x')));
    }

    public int maxHeight() {
        return Integer.parseInt(maxPicture.substring(maxPicture.indexOf('x') + 1));
    }
}
