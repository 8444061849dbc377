/// MSRP endpoint: frames in `codec`, sessions in `session`, sockets in `transport`.
@NullMarked
package org.fivegmc.msrp;

import org.jspecify.annotations.NullMarked;
