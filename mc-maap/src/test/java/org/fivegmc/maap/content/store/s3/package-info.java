/// Tests of files in a bucket, with a real S3 server and a way to it that can be cut.
@NullMarked
package org.fivegmc.maap.content.store.s3;

import org.jspecify.annotations.NullMarked;
