# SPDX-License-Identifier: GPL-3.0-or-later
"""The S3 servers of this run are what the other tests take them for: they check signatures, and
what is put into them can be read by anyone at the public URL."""

import os
import subprocess
import unittest


class ServerTest:
    prefix = None

    def setUp(self):
        if self.prefix + "ENDPOINT" not in os.environ:
            self.skipTest(os.environ.get(self.prefix + "MISSING", "no such server in this run"))
        for name in ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY", "BUCKET", "REGION", "PUBLIC_URL"):
            setattr(self, name.lower(), os.environ[self.prefix + name])

    def curl(self, url, *options):
        """(status, body)"""
        command = ["curl", "--silent", "--show-error", "--max-time", "20", "--write-out",
                   "\n%{http_code}", *options, url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    def put(self, key, secret):
        return self.curl(f"{self.endpoint}/{self.bucket}/{key}", "--request", "PUT",
                         "--aws-sigv4", f"aws:amz:{self.region}:s3",
                         "--user", f"{self.access_key}:{secret}",
                         "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "--data-binary", key)

    def test_put_and_read(self):
        key = f"servers-{os.getpid()}"
        self.assertEqual(self.put(key, self.secret_key)[0], 200)
        self.assertEqual(self.curl(f"{self.public_url}/{key}"), (200, key))

    def test_wrong_secret_is_refused(self):
        key = f"servers-{os.getpid()}-wrong"
        status, body = self.put(key, self.secret_key[::-1])
        self.assertEqual(status, 403)
        self.assertIn("SignatureDoesNotMatch", body)
        # Ceph, like AWS, doesn't tell strangers which objects are not there.
        self.assertIn(self.curl(f"{self.public_url}/{key}")[0], (403, 404))


class R2(ServerTest, unittest.TestCase):
    prefix = "S3_"


class Rgw(ServerTest, unittest.TestCase):
    prefix = "RGW_"

    def test_own_ca(self):
        status, _ = self.curl(os.environ["RGW_TLS_ENDPOINT"], "--cacert", os.environ["RGW_CA"])
        self.assertEqual(status, 200)

    def test_virtual_host(self):
        key = f"servers-{os.getpid()}-virtual"
        self.put(key, self.secret_key)
        url = self.endpoint.replace("127.0.0.1", self.bucket + ".localhost")
        self.assertEqual(self.curl(f"{url}/{key}"), (200, key))


if __name__ == "__main__":
    unittest.main()
