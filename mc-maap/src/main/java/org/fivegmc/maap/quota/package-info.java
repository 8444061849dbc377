/// How much chatbots may send, and how much they have sent.
@NullMarked
package org.fivegmc.maap.quota;

import org.jspecify.annotations.NullMarked;
