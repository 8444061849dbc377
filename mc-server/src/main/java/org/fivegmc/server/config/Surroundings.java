package org.fivegmc.server.config;

import java.util.Map;

/// What a value may refer to: the environment, for `env:` secrets.
///
/// @param literalSecrets whether a secret may stand there itself; true only where the text came
///   from the environment
record Surroundings(Map<String, String> environment, boolean literalSecrets) {}
