/// What is counted and measured, and how Prometheus reads it.
@NullMarked
package org.fivegmc.server.metrics;

import org.jspecify.annotations.NullMarked;
