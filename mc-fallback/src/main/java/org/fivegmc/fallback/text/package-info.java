/// What a short message is made of: addresses, alphabets, parts and their headers. Pure values, no
/// I/O.
@NullMarked
package org.fivegmc.fallback.text;

import org.jspecify.annotations.NullMarked;
