/// What the dialects of chatbots have in common. A dialect is a reader of requests, a table of
/// codes, a writer of answers and a writer of notices.
@NullMarked
package org.fivegmc.maap.dialect;

import org.jspecify.annotations.NullMarked;
