/// Where transferred files are kept: the interface of a store, and one in a local directory.
@NullMarked
package org.fivegmc.maap.content.store;

import org.jspecify.annotations.NullMarked;
