/// Files in a bucket of an object store that speaks the S3 protocol. The only place that knows the
/// client library.
@NullMarked
package org.fivegmc.maap.content.store.s3;

import org.jspecify.annotations.NullMarked;
