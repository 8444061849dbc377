/// Media types, multipart bodies, transfer and content encodings, text.
@NullMarked
package org.fivegmc.wire.mime;

import org.jspecify.annotations.NullMarked;
