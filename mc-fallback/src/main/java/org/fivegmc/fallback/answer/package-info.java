/// What the answers of centers mean, whatever their protocol. A package of its own, since codecs
/// and links need it and must not need each other.
@NullMarked
package org.fivegmc.fallback.answer;

import org.jspecify.annotations.NullMarked;
