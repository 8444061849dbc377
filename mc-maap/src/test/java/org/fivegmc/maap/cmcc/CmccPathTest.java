package org.fivegmc.maap.cmcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmccPathTest {

    @ParameterizedTest
    @CsvSource({
        "/messaging/group/v1, GROUP",
        "/messaging/group/plain, GROUP",
        "/messaging/group/template, GROUP",
        "/messaging/interaction/v1, INTERACTION",
        "/messaging/interaction/template, INTERACTION",
        "/messaging/single/plain, SINGLE",
        "/messaging/v1, ANY",
    })
    void pathsToSend(String beginning, CmccPath.Kind kind) {
        assertThat(CmccPath.of(beginning + "/outbound/sip:1@botplatform.x/requests"))
                .contains(new CmccPath(kind, "sip:1@botplatform.x", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "a/b", "x/status"})
    void pathsToTakeBack(String id) {
        assertThat(
                        CmccPath.of(
                                "/messaging/v1/outbound/sip:1@botplatform.x/requests/"
                                        + id
                                        + "/status"))
                .contains(new CmccPath(CmccPath.Kind.ANY, "sip:1@botplatform.x", Optional.of(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/messaging/",
                "/messaging/v2/outbound/c/requests",
                "/messaging/interaction/plain/outbound/c/requests",
                "/messaging/single/v1/outbound/c/requests",
                "/messaging/v1/outbound//requests",
                "/messaging/v1/outbound/c/requests/",
                "/messaging/v1/outbound/c/requests/m",
                "/messaging/v1/outbound/c/requests//status",
                "/messaging/v1/inbound/c/requests",
                "/messaging/group/v1/outbound/c/requests/m/status"
            })
    void thereAreNoOthers(String path) {
        assertThat(CmccPath.of(path)).isEmpty();
    }
}
