# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that are compared.  Each puts files under names that are new on the server."""

import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SERVERS = os.path.join(os.path.dirname(HERE), "servers")
# PicGo's command and its S3 plugin, the newest when this was written.
PICGO = ["picgo@3.1.0", "picgo-plugin-s3@1.5.2"]
# PicGo's exit status is 0 whatever happened.
FAILURE = "[PicGo ERROR]"


def install_picgo():
    """(node, folder of PicGo); None where it can't be had, and says why."""
    try:
        done = [subprocess.run([os.path.join(SERVERS, name), *packages], check=True, text=True,
                               stdin=subprocess.DEVNULL, capture_output=True).stdout.strip()
                for name, packages in (("node-path", []), ("npm-folder", PICGO))]
    except subprocess.CalledProcessError as error:
        print(f"PicGo is left out: {error.stderr.strip()}", file=sys.stderr)
        return None
    return tuple(done)


class Commands:
    """server: the S3_ variables of a server, and S3_CA where it has a certificate of its own."""

    def __init__(self, server, folder, program):
        self.server = server
        self.folder = folder
        self.program = program
        self.count = 0
        self.picgo_place = install_picgo()

    def makers(self, connections):
        """name -> function that makes, for files, a command and its environment."""
        found = {"pichoist": self._pichoist,
                 f"curl x{connections}": lambda files: self._curl(files, connections),
                 f"rclone x{connections}": lambda files: self._rclone(files, connections)}
        if self.picgo_place:
            found["picgo"] = self._picgo
        return found

    def _environment(self, **more):
        """Nothing of the person's own settings: proxies, keys, certificates."""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return dict(kept, HOME=self.folder, LC_ALL="C.UTF-8", **more)

    def _write(self, name, lines):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.chmod(path, 0o600)
        return path

    def _pichoist(self, files):
        server = self.server
        self.count += 1
        settings = os.path.join(self.folder, f"pichoist-{self.count}")
        environment = self._environment(
            PICHOIST_CONFIG_DIR=settings, PICHOIST_DATA_DIR=os.path.join(settings, "data"),
            PICHOIST_ACCESS_KEY_ID=server["S3_ACCESS_KEY"],
            PICHOIST_SECRET_ACCESS_KEY=server["S3_SECRET_KEY"])
        add = [self.program, "profile", "add", "b", "provider=r2", f"endpoint={server['S3_ENDPOINT']}",
               f"bucket={server['S3_BUCKET']}", f"public-url={server['S3_PUBLIC_URL']}",
               f"access-key-id={server['S3_ACCESS_KEY']}",
               f"key-template=bench/{self.count}/{{sha256:16}}.{{ext}}"]
        if "S3_CA" in server:
            add.append(f"ca-file={server['S3_CA']}")
        # The first run makes the database; people do that once.
        for command in (add, [self.program, "list"]):
            subprocess.run(command, env=environment, check=True, capture_output=True,
                           stdin=subprocess.DEVNULL)
        return [self.program, "upload", "-f", "url", *files], environment

    def _curl(self, files, connections):
        server = self.server
        self.count += 1
        lines = ["parallel", "parallel-immediate", f"parallel-max = {connections}"]
        for i, name in enumerate(files):
            if i:
                lines.append("next")
            # Without an empty Expect it waits a second for "100 Continue", which never comes.
            lines += [f'aws-sigv4 = "aws:amz:{server["S3_REGION"]}:s3"',
                      f'user = "{server["S3_ACCESS_KEY"]}:{server["S3_SECRET_KEY"]}"',
                      'header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"',
                      'header = "Content-Type: image/png"', 'header = "Expect:"', "silent", "fail",
                      "http1.1", f'upload-file = "{name}"',
                      f'url = "{server["S3_ENDPOINT"]}/{server["S3_BUCKET"]}/curl/{self.count}/{i}.png"']
            if "S3_CA" in server:
                lines.append(f'cacert = "{server["S3_CA"]}"')
        return ["curl", "-K", self._write("curl.conf", lines)], self._environment()

    def _rclone(self, files, transfers):
        server = self.server
        self.count += 1
        config = self._write("rclone.conf", [
            "[s3]", "type = s3", "provider = Other", "force_path_style = true",
            "no_check_bucket = true", f"endpoint = {server['S3_ENDPOINT']}",
            f"region = {server['S3_REGION']}", f"access_key_id = {server['S3_ACCESS_KEY']}",
            f"secret_access_key = {server['S3_SECRET_KEY']}"])
        source = files[0] if len(files) == 1 else os.path.dirname(files[0])
        command = ["rclone", "--config", config, "--transfers", str(transfers), "--no-traverse"]
        if "S3_CA" in server:
            command += ["--ca-cert", server["S3_CA"]]
        command += ["copy", source, f"s3:{server['S3_BUCKET']}/rclone/{self.count}"]
        return command, self._environment()

    def _picgo(self, files):
        server = self.server
        node, place = self.picgo_place
        self.count += 1
        config = self._write("picgo.json", [json.dumps({
            "picBed": {"current": "aws-s3", "uploader": "aws-s3", "aws-s3": {
                "accessKeyID": server["S3_ACCESS_KEY"], "secretAccessKey": server["S3_SECRET_KEY"],
                "bucketName": server["S3_BUCKET"], "region": server["S3_REGION"],
                "endpoint": server["S3_ENDPOINT"], "pathStyleAccess": True,
                "acl": "public-read",  # its default; an empty one is sent as such and refused
                "uploadPath": f"picgo/{self.count}/{{fileName}}.{{extName}}"}},
            "picgoPlugins": {"picgo-plugin-s3": True}})])
        # It looks for plugins beside its settings.
        modules = os.path.join(self.folder, "node_modules")
        if not os.path.exists(modules):
            os.symlink(os.path.join(place, "node_modules"), modules)
            shutil.copy(os.path.join(place, "package.json"), self.folder)
        more = {"NODE_EXTRA_CA_CERTS": server["S3_CA"]} if "S3_CA" in server else {}
        return ([node, "--require", os.path.join(HERE, "no-expect.cjs"),
                 os.path.join(place, "node_modules/.bin/picgo"), "-c", config, "upload", *files],
                self._environment(**more))
