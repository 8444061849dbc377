/// What is submitted, stored and refused: messages, their addresses and identifiers.
@NullMarked
package org.fivegmc.core.message;

import org.jspecify.annotations.NullMarked;
