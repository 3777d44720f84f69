# The seccomp programs, compiled from the catalogue by libseccomp and built in.

FILTER_GEN := supervisor/bpf/gen/main.c supervisor/bpf/gen/compile.c \
              supervisor/catalog/catalog.c supervisor/base/fd.c

$(B)/filter-gen: $(FILTER_GEN) tracee-stub/region.h supervisor/bpf/filter.h \
                 supervisor/bpf/gen/compile.h \
                 $(wildcard supervisor/catalog/*.def supervisor/catalog/*.h)
	$(if $(Q),@echo "  CC      $@")
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -DCATALOG_WITHOUT_HANDLERS \
	        -o $@ $(FILTER_GEN) -lseccomp

$(B)/gen/filter_program.h: $(B)/filter-gen
	$(Q)mkdir -p $(@D)
	$(Q)$(B)/filter-gen > $@.new
	$(Q)mv $@.new $@

# Private: what filter.o needs must not be built with it.
$(B)/obj/supervisor/bpf/filter.o: $(B)/gen/filter_program.h
$(B)/obj/supervisor/bpf/filter.o: private CPPFLAGS += -I$(B)/gen
