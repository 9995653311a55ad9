/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds the files of a folder to a fuzz target: the corpus as a test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int
replay_file(const char *dir, const char *name)
{
	static uint8_t bytes[1048576];
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return 0;
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	(void)LLVMFuzzerTestOneInput(bytes, size);
	return 1;
}

int
main(int argc, char **argv)
{
	int count = 0;
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			count += replay_file(argv[1], entry->d_name);
	if (dir != NULL)
		(void)closedir(dir);
	(void)printf("%d passed, 0 failed\n", count);
	return count > 0 ? 0 : 1;
}
