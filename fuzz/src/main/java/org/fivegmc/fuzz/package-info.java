/// What must hold for any octets a codec is given: it throws nothing, what it reads it can write
/// and read again, the places where a stream is divided make no difference, and it gives out no
/// more than it was given.
@NullMarked
package org.fivegmc.fuzz;

import org.jspecify.annotations.NullMarked;
