package org.fivegmc.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fivegmc.server.config.ConfigLoader.Outcome;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void everySettingConstantIsListed() throws Exception {
        for (Class<?> owner :
                List.of(
                        IdentityConfig.class,
                        SipConfig.class,
                        RegistrarConfig.class,
                        ImsConfig.class,
                        MessagesConfig.class,
                        RoutingConfig.class,
                        StorageConfig.class,
                        FallbackConfig.class,
                        OperationsConfig.class)) {
            for (var field : owner.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                    assertThat(Catalogue.SETTINGS).contains((Setting<?>) field.get(null));
                }
            }
        }
    }

    @Test
    void keysAndVariablesAreUniqueKebabCase() {
        var keys = new HashSet<String>();
        var variables = new HashSet<String>();
        for (Setting<?> setting : Catalogue.SETTINGS) {
            assertThat(setting.key()).matches("[a-z0-9-]+(\\.[a-z0-9-]+)*");
            assertThat(keys.add(setting.key())).as(setting.key()).isTrue();
            assertThat(variables.add(setting.environmentVariable())).as(setting.key()).isTrue();
        }
        assertThat(keys)
                .noneMatch(key -> keys.stream().anyMatch(other -> other.startsWith(key + ".")));
    }

    @Test
    void everySettingIsDocumentedByASentence() {
        var all = new ArrayList<>(Catalogue.SETTINGS);
        all.addAll(GatewayConfig.SETTINGS);
        assertThat(all).allMatch(setting -> setting.doc().endsWith("."));
    }

    @Test
    void theReferenceIsUpToDate() throws Exception {
        assertThat(Files.readString(DOCS.resolve(ConfigReference.REFERENCE)))
                .as("run org.fivegmc.server.config.ConfigReference")
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void theSampleIsUpToDateAndLoads() throws Exception {
        String sample = Files.readString(DOCS.resolve(ConfigReference.SAMPLE));
        assertThat(sample)
                .as("run org.fivegmc.server.config.ConfigReference")
                .isEqualTo(ConfigReference.sample());
        assertThat(config(sample)).isEqualTo(config(""));
    }

    @Test
    void theSampleWithEveryKeyTakenUpEqualsTheDefaults() {
        String opened =
                Pattern.compile("(?m)^( *)#(?=[a-z0-9-]+:)")
                        .matcher(ConfigReference.sample())
                        .replaceAll("$1");

        assertThat(config(opened)).isEqualTo(config(""));
        for (Setting<?> setting : Catalogue.SETTINGS) {
            String last = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            assertThat(opened).containsPattern("(?m)^ *" + last + ":");
        }
    }

    private static ServerConfig config(String yaml) {
        var outcome = new ConfigLoader(Map.of()).load("sample", yaml);
        assertThat(outcome).isInstanceOf(Outcome.Loaded.class);
        return ((Outcome.Loaded) outcome).config();
    }
}
