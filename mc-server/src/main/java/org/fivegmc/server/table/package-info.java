/// Tables that come with the server or from files of the operator: models of handsets, operators of
/// numbers.
@NullMarked
package org.fivegmc.server.table;

import org.jspecify.annotations.NullMarked;
