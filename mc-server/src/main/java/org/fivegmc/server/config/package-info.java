/// One YAML file to validated, immutable records; one catalogue of settings behind validation,
/// documentation and sample.
@NullMarked
package org.fivegmc.server.config;

import org.jspecify.annotations.NullMarked;
