/// The way to chatbots: HTTP calls to the addresses they have named.
@NullMarked
package org.fivegmc.maap.webhook;

import org.jspecify.annotations.NullMarked;
