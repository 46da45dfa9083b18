/// A controller that lends the VFs of a PF to VMs, and survives being restarted.
package com.example.controller;
