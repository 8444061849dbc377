package org.fivegmc.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fivegmc.maap.ctcu.CtcuApi;
import org.fivegmc.maap.ctcu.CtcuRoute;
import org.fivegmc.maap.gsma.GsmaApi;
import org.fivegmc.maap.gsma.GsmaRoute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The description of the admin interface names what the records carry.
class OpenApiTest {

    static Stream<Class<?>> records() {
        return Stream.of(
                AdminOperations.Status.class,
                AdminOperations.Subscriber.class,
                AdminOperations.SubscriberRequest.class,
                AdminOperations.Registration.class,
                AdminOperations.MailboxEntry.class,
                AdminOperations.MailboxMessage.class,
                AdminOperations.RouteExplanation.class,
                AdminOperations.StoredMessage.class,
                AdminOperations.Trace.class,
                SmsGatewayRoutes.SmsGateway.class,
                NumberRoutes.TelephoneNumber.class,
                NumberRoutes.OperatorTables.class,
                TokenRoutes.UploadToken.class,
                TokenRoutes.UploadTokenRequest.class,
                TenantOperations.Csp.class,
                TenantOperations.CspRequest.class,
                TenantOperations.Chatbot.class,
                TenantOperations.ChatbotRequest.class,
                TenantOperations.Quota.class,
                TenantOperations.QuotaRequest.class,
                TenantOperations.Usage.class,
                TenantOperations.Profile.class,
                TenantOperations.ProfileRequest.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldIsDescribed(Class<?> type) throws Exception {
        List<String> fields =
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
        assertThat(in(document(), "components", "schemas", type.getSimpleName(), "properties"))
                .containsOnlyKeys(fields);
    }

    /// What chatbots call, and nothing else.
    @Test
    void everyCallOfChatbotsIsDescribed() throws Exception {
        Map<String, Set<String>> ctcu = new TreeMap<>();
        for (CtcuRoute route : CtcuRoute.values()) {
            add(ctcu, CtcuApi.ROOT + "{chatbotId}/" + route.path(), route.method());
        }
        assertThat(described("openapi-ctcu.yaml")).isEqualTo(ctcu);
        Map<String, Set<String>> gsma = new TreeMap<>();
        for (GsmaRoute route : GsmaRoute.values()) {
            add(gsma, GsmaApi.ROOT + "{botId}/" + route.path(), route.method());
        }
        assertThat(described("openapi-gsma.yaml")).isEqualTo(gsma);
    }

    private static void add(Map<String, Set<String>> routes, String path, String method) {
        routes.computeIfAbsent(path, _ -> new TreeSet<>()).add(method.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Set<String>> described(String name) throws Exception {
        Map<String, Set<String>> described = new TreeMap<>();
        for (Map.Entry<?, ?> path :
                ((Map<?, ?>) Objects.requireNonNull(document(name).get("paths"))).entrySet()) {
            var methods = new TreeSet<String>();
            ((Map<?, ?>) path.getValue()).keySet().forEach(key -> methods.add(key.toString()));
            methods.remove("parameters");
            described.put(path.getKey().toString(), methods);
        }
        return described;
    }

    private static Map<?, ?> document() throws Exception {
        return document("openapi.yaml");
    }

    private static Map<?, ?> document(String name) throws Exception {
        String yaml = Files.readString(Path.of("..", "docs", name));
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static Map<String, Object> in(Map<?, ?> from, String... path) {
        Map<?, ?> at = from;
        for (String key : path) {
            if (!(at.get(key) instanceof Map<?, ?> found)) {
                throw new AssertionError("no " + key);
            }
            at = found;
        }
        var named = new LinkedHashMap<String, Object>();
        for (Map.Entry<?, ?> entry : at.entrySet()) {
            named.put(String.valueOf(entry.getKey()), "described");
        }
        return named;
    }
}
