/* What cppcheck, which reads no system headers, must know of uthash and
 * libjansson. */
#ifndef PTS_LINT_CPPCHECK_H
#define PTS_LINT_CPPCHECK_H

#define HASH_ITER(hh, head, el, tmp)                                           \
	for ((el) = (head), (tmp) = NULL; (el) != NULL; (el) = (tmp))

#define json_array_foreach(array, index, value)                                \
	for ((index) = 0; ((value) = json_array_get(array, index)) != NULL;    \
	     (index)++)

#define json_object_foreach(object, key, value)                                \
	for ((key) = ""; ((value) = json_object_get(object, key)) != NULL;)

#endif /* PTS_LINT_CPPCHECK_H */
